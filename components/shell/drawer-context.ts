import { createContext } from 'react';

/** Opens the drawer with the list; the bar's button is far from the frame that holds it. */
export const DrawerContext = createContext<() => void>(() => undefined);
