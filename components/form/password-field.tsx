'use client';

import { Eye, EyeOff } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { pageText } from '#components/text/page-text.ts';

/** `aside` stands at the label's right and comes after the field for the Tab key: the way from field to field is short. */
export function PasswordField({ label = pageText.door.password, aside, ...field }: PasswordFieldProps) {
  const [isShown, setShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className="relative">
      <TextField
        {...field}
        label={label}
        type={isShown ? 'text' : 'password'}
        end={
          <IconButton
            label={isShown ? pageText.door.hidePassword : pageText.door.showPassword}
            className="hover:bg-transparent"
            onClick={() => setShown(!isShown)}
          >
            <Icon className="size-4" strokeWidth={1.75} />
          </IconButton>
        }
      />
      {aside !== undefined && <span className="absolute top-0.5 right-0 type-caption text-ink-2">{aside}</span>}
    </div>
  );
}

interface PasswordFieldProps extends Omit<ComponentProps<typeof TextField>, 'label' | 'type' | 'end'> {
  label?: string;
  aside?: ReactNode;
}
