/** One or two characters for a mark: `AL` of "Ada Lovelace", `D1` of "dev-01", `小明` of "王小明". */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (/^\p{Script=Han}{2,}$/u.test(trimmed)) return trimmed.slice(-2);
  const words = trimmed.split(/[\s._@-]+/u).filter(Boolean);
  const marks = words.map((word) => word.replace(/^0+(?=.)/, '')[0] ?? '');
  return [marks[0], marks.length > 1 ? marks.at(-1) : ''].join('').toUpperCase();
}
