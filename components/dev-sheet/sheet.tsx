'use client';

import { ToastProvider } from '#components/ui/toast.tsx';
import { AppearanceSwitch } from './appearance-switch.tsx';
import { ApprovalStates } from './approvals.tsx';
import { CompanyStates } from './company.tsx';
import { FileStates } from './files.tsx';
import { Controls, Fields } from './controls.tsx';
import { Floating } from './floating.tsx';
import { Marks } from './marks.tsx';
import { MessageStates } from './messages.tsx';
import { RowStates } from './rows.tsx';
import { Standings } from './standings.tsx';
import { Tables } from './tables.tsx';

export function Sheet() {
  return (
    <ToastProvider>
      <main className="px-12 py-10 max-md:px-4 max-md:py-5">
        <h1 className="type-title">Components</h1>
        <p className="mt-1 mb-4 max-w-[60ch] text-ink-2">
          Every part in every state. Yellow appears only where somebody is needed.
        </p>
        <AppearanceSwitch />
        <div className="mt-8 gap-x-12 md:columns-2 xl:columns-3">
          <Controls />
          <Fields />
          <Marks />
          <RowStates />
          <MessageStates />
          <CompanyStates />
          <FileStates />
          <ApprovalStates />
          <Floating />
          <Tables />
          <Standings />
        </div>
      </main>
    </ToastProvider>
  );
}
