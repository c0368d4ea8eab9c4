/** Names that fences and file extensions give to the languages we colour. */
const names = {
  bash: ['sh', 'shell', 'zsh', 'console'],
  c: ['h'],
  cpp: ['cc', 'cxx', 'hpp', 'hh', 'c++'],
  csharp: ['cs', 'c#'],
  css: ['scss', 'less'],
  diff: ['patch'],
  dockerfile: ['docker', 'containerfile'],
  go: ['golang'],
  ini: ['toml', 'conf', 'cfg', 'env', 'properties'],
  java: [],
  javascript: ['js', 'jsx', 'mjs', 'cjs'],
  json: ['jsonc', 'jsonl', 'json5'],
  kotlin: ['kt', 'kts'],
  markdown: ['md', 'mdx'],
  php: [],
  python: ['py', 'pyi'],
  ruby: ['rb'],
  rust: ['rs'],
  sql: ['psql', 'prisma'],
  swift: [],
  typescript: ['ts', 'tsx', 'mts', 'cts'],
  xml: ['html', 'svg', 'vue', 'xhtml'],
  yaml: ['yml'],
} as const satisfies Record<string, readonly string[]>;

export type CodeLanguage = keyof typeof names;

const byName = new Map<string, CodeLanguage>(
  Object.entries(names).flatMap(([language, aliases]) =>
    [language, ...aliases].map((name): [string, CodeLanguage] => [name, language as CodeLanguage]),
  ),
);

/** Of a fence: ```` ```ts title=x ````. */
export function languageNamed(name: string): CodeLanguage | null {
  return byName.get(name.toLowerCase()) ?? null;
}

export function languageOfPath(path: string): CodeLanguage | null {
  const file = path.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  if (/^(dockerfile|containerfile)/.test(file)) return 'dockerfile';
  return file.includes('.') ? languageNamed(file.split('.').at(-1) ?? '') : null;
}
