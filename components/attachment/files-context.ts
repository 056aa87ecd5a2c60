'use client';

import { createContext, use } from 'react';
import { must } from '#lib/std/must.ts';

interface FilesOf {
  conversationId: string;
  /** Shows a picture large, among the others of the conversation. */
  open(attachmentId: string): void;
}

const FilesContext = createContext<FilesOf | null>(null);

export const FilesContextProvider = FilesContext;

export function useFilesOf(): FilesOf {
  return must(use(FilesContext), 'a conversation around its files');
}
