export type CsvCell = string | number | null;

/** A cell that begins like a formula would be run as one by a spreadsheet, and names come from outside. */
const formula = /^[=+\-@\t\r]/;
const needsQuotes = /[",\r\n]/;

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** RFC 4180. Numbers are written in full, with a point, whatever the viewer's language: programs read them. */
export function toCsv(head: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

const byteOrderMark = '\ufeff';

/** Hands the browser a file. The mark at the start tells Excel that it is UTF-8. */
export function downloadCsv(name: string, csv: string) {
  const url = URL.createObjectURL(new Blob([byteOrderMark, csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Revoked later: some browsers start the download only after this turn.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
