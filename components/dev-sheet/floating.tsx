'use client';

import { CloudOff, LogIn, LogOut, RefreshCw, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { Strip } from '#components/ui/strip.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { Specimen, Specimens } from './specimen.tsx';

const small = { 'aria-hidden': true, className: 'size-3.5', strokeWidth: 2 } as const;

export function Floating() {
  return (
    <Specimens title="What floats, and strips">
      <Specimen name="Dialog, menu, toast">
        <div className="flex flex-wrap gap-3">
          <DialogButton />
          <MenuButton />
          <ToastButton />
        </div>
      </Specimen>
      <Specimen name="Strips: waiting, needs you, went wrong, went well">
        <div className="grid gap-2">
          <Strip icon={<CloudOff {...small} />}>Offline. 2 messages wait here.</Strip>
          <Strip icon={<RefreshCw {...small} />} end={<LinkButton>Try now</LinkButton>}>
            Reconnecting in 3 s
          </Strip>
          <Strip tone="signal" icon={<LogIn {...small} />} end={<LinkButton>Sign in</LinkButton>}>
            Signed out. 2 messages wait here.
          </Strip>
          <Strip tone="danger">Nothing was destroyed. The id doesn't match.</Strip>
          <Strip tone="ok">Every backup of this week could be read back.</Strip>
        </div>
      </Specimen>
    </Specimens>
  );
}

function DialogButton() {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Destroy…</Button>
      <Dialog
        title="Destroy harbor-01"
        isOpen={isOpen}
        onClose={close}
        actions={
          <>
            <Button onClick={close}>Keep it</Button>
            <Button kind="danger-fill" onClick={close}>
              Destroy harbor-01
            </Button>
          </>
        }
      >
        <p className="text-ink-2">Its conversations stay, and nobody answers in them any more.</p>
        <TextField label="Its id" placeholder="harbor-01" />
      </Dialog>
    </>
  );
}

function MenuButton() {
  const items = [
    { label: 'Profile', icon: <UserRound {...small} />, onChoose: () => undefined },
    { label: 'Sign out', icon: <LogOut {...small} />, isDanger: true, onChoose: () => undefined },
  ];
  return (
    <Menu label="Account" items={items}>
      {(trigger) => <Button {...trigger}>Account</Button>}
    </Menu>
  );
}

function ToastButton() {
  const show = useToast();
  return (
    <Button onClick={() => show({ says: 'Conversation archived', undo: { label: 'Undo', run: () => undefined } })}>
      Archive
    </Button>
  );
}
