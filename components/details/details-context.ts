import { createContext, use } from 'react';

interface DetailsState {
  /** Whether the pane stands beside the conversation where there is room for it. */
  isDocked: boolean;
  setDocked: (isDocked: boolean) => void;
  /** Whether it lies over the conversation where there isn't. */
  isSheet: boolean;
  setSheet: (isSheet: boolean) => void;
}

const nowhere: DetailsState = { isDocked: false, setDocked: ignore, isSheet: false, setSheet: ignore };

export const DetailsContext = createContext<DetailsState>(nowhere);

export function useDetails(): DetailsState {
  return use(DetailsContext);
}

function ignore(): void {
  // Outside of the shell there is nothing to open.
}
