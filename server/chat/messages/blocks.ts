import type { ApprovalBlock, Block, FileBlock, InputBlock } from '#lib/contract/blocks.ts';

/** What a message's row holds, and what stands beside it of its questions and files. */
export interface StoredContent {
  content: InputBlock[];
  approvals?: Pick<ApprovalBlock, 'groupId' | 'state' | 'expiresAt' | 'resolved' | 'undone'>[] | null;
  files?: Omit<FileBlock, 'type'>[] | null;
}

/** Blocks as readers get them, each with what is known of it beside the message. A file whose row is gone is left out. */
export function blocksOf({ content, approvals = null, files = null }: StoredContent): Block[] {
  return content.flatMap((block): Block[] => {
    if (block.type === 'text') return [block];
    if (block.type === 'actions') {
      const stands = approvals?.find(({ groupId }) => groupId === block.groupId);
      const { expiresAt = null, request = null } = block;
      // How long it stands is ours to say: an agent may ask for less or more than there is.
      return [{ ...block, request, state: 'pending', expiresAt, resolved: null, undone: null, ...stands }];
    }
    const file = files?.find(({ attachmentId }) => attachmentId === block.attachmentId);
    return file === undefined ? [] : [{ type: 'attachment', ...file }];
  });
}
