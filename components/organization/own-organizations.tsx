'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { OwnOrganization } from '#lib/contract/organizations.ts';
import { rootOf } from '#lib/chat/addresses.ts';
import { organizationPath } from '#lib/chat/organization-addresses.ts';
import { problemOf } from '#components/data/problem.ts';
import { FormEnd } from '#components/form/form-end.tsx';
import { refusal } from '#components/form/refusal.ts';
import { fieldText, useForm } from '#components/form/use-form.ts';
import { FocusHome } from '#components/settings/focus-home.tsx';
import { Loaded } from '#components/settings/loaded.tsx';
import { SettingsPage } from '#components/settings/settings-page.tsx';
import { SureInPlace } from '#components/settings/sure-in-place.tsx';
import { organizationText as words } from '#components/text/organization-text.ts';
import { LinkButton } from '#components/ui/link-button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Cell, HeadCell, Row, Table } from '#components/ui/table.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { useLeaveOrganization, useMakeOrganization, useOwnOrganizations } from './organization-data.ts';

const linkLook = 'touch-room underline decoration-1 underline-offset-3';

/** Those that one is in, the way to each, out of each, and to one more. */
export function OwnOrganizations() {
  const own = useOwnOrganizations();
  return (
    <SettingsPage title={words.mine}>
      <p className="mb-4 max-w-[60ch] text-pretty text-ink-2">{words.lede}</p>
      <Loaded what={words.mine} query={own}>
        {(rows) => (
          <FocusHome count={rows.length}>
            {rows.length === 0 ? <p className="text-ink-3">{words.none}</p> : <OwnTable organizations={rows} />}
          </FocusHome>
        )}
      </Loaded>
      <div className="mt-8">
        <Section title={words.make}>
          <MakeForm />
        </Section>
      </div>
    </SettingsPage>
  );
}

function OwnTable({ organizations }: { organizations: readonly OwnOrganization[] }) {
  const [askedId, setAskedId] = useState<string | null>(null);
  return (
    <Table
      label={words.mine}
      head={
        <>
          <HeadCell>{words.name}</HeadCell>
          <HeadCell>{words.role}</HeadCell>
          <HeadCell isNumber>
            <span className="sr-only">{words.act}</span>
          </HeadCell>
        </>
      }
    >
      {organizations.map((one) =>
        one.organizationId === askedId ? (
          <tr key={one.organizationId} className="border-b border-line max-md:block">
            <td colSpan={3} className="max-md:block">
              <Leave organization={one} onKeep={() => setAskedId(null)} />
            </td>
          </tr>
        ) : (
          <OwnRow key={one.organizationId} organization={one} onLeave={() => setAskedId(one.organizationId)} />
        ),
      )}
    </Table>
  );
}

/** To whoever runs it its name leads to its pages; its conversations are there once it has an agent. */
function OwnRow({ organization, onLeave }: { organization: OwnOrganization; onLeave: () => void }) {
  const { organizationId, name, role, agents } = organization;
  return (
    <Row>
      <Cell place="name" className="type-label whitespace-normal! wrap-anywhere">
        {role === 'member' ? (
          name
        ) : (
          <Link href={organizationPath(organizationId)} prefetch={false} className={linkLook}>
            {name}
          </Link>
        )}
      </Cell>
      <Cell place="state" className="text-ink-2">
        {words.roles[role]}
      </Cell>
      <Cell place="act" className="max-md:col-span-2 max-md:col-start-1! max-md:text-start!">
        <span className="inline-flex flex-wrap gap-x-4">
          {agents > 0 && (
            <Link
              href={rootOf(organizationId)}
              prefetch={false}
              aria-label={words.openNamed(name)}
              className={`${linkLook} font-medium`}
            >
              {words.open}
            </Link>
          )}
          <LinkButton aria-label={words.leaveNamed(name)} onClick={onLeave}>
            {words.leave}
          </LinkButton>
        </span>
      </Cell>
    </Row>
  );
}

function Leave({ organization, onKeep }: { organization: OwnOrganization; onKeep: () => void }) {
  const { organizationId, name } = organization;
  const leave = useLeaveOrganization();
  return (
    <SureInPlace
      why={words.leaveWhy(name)}
      act={leave.isPending ? words.leaving : words.leaveNamed(name)}
      isBusy={leave.isPending}
      problem={leave.error === null ? undefined : problemOf(leave.error).message}
      onSure={() => leave.mutate(organizationId)}
      onKeep={onKeep}
    />
  );
}

function MakeForm() {
  const make = useMakeOrganization();
  const { form, busy, problems } = useForm<'name'>(
    async (data) => {
      const name = fieldText(data, 'name').trim();
      if (name === '') return { name: words.needName };
      return make(name).then(
        () => ({}),
        (error: unknown) => refusal(error, ['name']),
      );
    },
    { clears: true },
  );
  return (
    <form {...form} className="grid max-w-[400px] gap-4">
      <TextField
        label={words.name}
        hint={words.nameWhy}
        name="name"
        autoComplete="off"
        maxLength={80}
        required
        problem={problems.name}
      />
      <FormEnd problem={problems.form} busy={busy}>
        {busy ? words.making : words.make}
      </FormEnd>
    </form>
  );
}
