'use client';

import { Eye, EyeOff } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { text } from '#components/text/text.ts';

export function PasswordField(props: Omit<ComponentProps<typeof TextField>, 'label' | 'type' | 'end'>) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <TextField
      {...props}
      label={text.door.password}
      type={shown ? 'text' : 'password'}
      end={
        <IconButton
          label={shown ? text.door.hidePassword : text.door.showPassword}
          className="hover:bg-transparent"
          onClick={() => setShown(!shown)}
        >
          <Icon className="size-4" strokeWidth={1.75} />
        </IconButton>
      }
    />
  );
}
