export interface ToolCall {
  name: string;
  arguments: string;
}

interface Fragment {
  index?: number | null | undefined;
  id?: string | null | undefined;
  function?: { name?: string | null | undefined; arguments?: string | null | undefined } | null | undefined;
}

/** Puts together what comes in fragments. Some endpoints count, some send each call whole and give all of them the same number. */
export class ToolCalls {
  readonly #calls: (ToolCall & { index: number; id: string | null })[] = [];

  add(fragments: Fragment[]): void {
    for (const { index: number, id = null, function: said } of fragments) {
      const index = number ?? 0;
      const known = this.#calls.findLast((call) => call.index === index);
      const isNew = known === undefined || (id !== null && id !== '' && known.id !== null && known.id !== id);
      const call = isNew ? { index, id, name: '', arguments: '' } : known;
      if (isNew) this.#calls.push(call);
      call.name += said?.name ?? '';
      call.arguments += said?.arguments ?? '';
    }
  }

  all(): ToolCall[] {
    return this.#calls.map(({ name, arguments: said }) => ({ name, arguments: said }));
  }
}
