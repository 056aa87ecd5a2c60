import { Standing } from '#components/ui/standing.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { text } from '#components/text/text.ts';

export default function NotFound() {
  return (
    <main className="mx-auto max-w-(--w-form) px-6 py-12 max-md:px-4">
      <Standing title={text.problem.notFound} level="h1">
        {text.problem.notFoundWhy} <PageLink href="/claw/chat">{text.conversation.unknownLink}</PageLink>
      </Standing>
    </main>
  );
}
