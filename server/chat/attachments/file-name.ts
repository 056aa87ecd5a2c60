import { fileNameMax } from '#lib/contract/limits.ts';

/** Marks that turn the direction of writing round: with them `gpj.exe` can be shown as `exe.jpg`. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A name without a path, that shows what it is and can be read; in any script. */
export function cleanFileName(given: string): string {
  const last = given.split(/[/\\]/).findLast((part) => part.trim() !== '') ?? '';
  const name = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufeff]/gu, ' ')
    .replace(turning, '')
    .replace(/\s+/g, ' ')
    .trim();
  return /^\.*$/.test(name) ? 'file' : shortened(name);
}

/** Room for what most file systems take, in any script: the beginning goes on, and its ending stays. */
const charactersMax = 120;

function shortened(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= charactersMax && name.length <= fileNameMax) return name;
  const ending = /\.[\p{L}\p{N}]{1,12}$/u.exec(name)?.[0] ?? '';
  return `${characters.slice(0, charactersMax - ending.length - 1).join('')}…${ending}`;
}

/** RFC 6266: a name in ASCII for old readers, and the true one as RFC 8187 writes it. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
