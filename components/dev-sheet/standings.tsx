'use client';

import { Bones } from '#components/ui/bones.tsx';
import { Broken } from '#components/ui/broken.tsx';
import { Button } from '#components/ui/button.tsx';
import { Section } from '#components/ui/section.tsx';
import { Standing } from '#components/ui/standing.tsx';
import { Specimen, Specimens } from './specimen.tsx';

export function Standings() {
  return (
    <Specimens title="Empty, loading, error">
      <Specimen name="Nothing yet">
        <Standing title="Nothing here yet" action={<Button kind="fill">Start a conversation</Button>}>
          Write to an agent and the conversation stays here, on this server, until you delete it.
        </Standing>
      </Specimen>
      <Specimen name="Loading, after 300 ms; bones, no shimmer">
        <Bones widths={[70, 92, 54]} label="Loading" />
      </Specimen>
      <Specimen name="Could not load">
        <Broken
          title="This conversation didn't load."
          why="The server answered with an error. What you wrote is safe."
          requestId="01JD3K"
          onRetry={() => undefined}
        />
      </Specimen>
      <Specimen name="A section of a page">
        <Section
          title="Quiet hours"
          lede="22:00 to 7:30. Approvals still come through."
          end={<Button>Change</Button>}
        />
      </Specimen>
    </Specimens>
  );
}
