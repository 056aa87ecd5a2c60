import type { ReactNode } from 'react';

export function Specimens({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-9 break-inside-avoid">
      <h2 className="mb-1 border-b border-line-strong pb-1.5 type-place">{title}</h2>
      {children}
    </section>
  );
}

export function Specimen({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="pt-3 pb-1">
      <p className="mb-1.5 type-caption text-ink-3">{name}</p>
      {children}
    </div>
  );
}
