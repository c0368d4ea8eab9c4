import type { Messages } from './messages.ts';

/** Each language under its own name, the way its readers look for it. */
export const languages = {
  en: { name: 'English', load: async () => (await import('./en/index.ts')).en },
  'zh-CN': { name: '简体中文', load: async () => (await import('./zh-CN/index.ts')).zhCn },
} as const satisfies Record<string, { name: string; load: () => Promise<Messages> }>;

export type Language = keyof typeof languages;

export const languageTags = Object.keys(languages) as Language[];

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag);
}

const base = (tag: string) => tag.toLowerCase().split('-')[0];

/** The first wish that we speak, by whole tag or else by its language (`zh-TW` is better served by `zh-CN` than by English). */
export function chooseLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    if (isLanguage(wish)) return wish;
    const sibling = languageTags.find((tag) => base(tag) === base(wish));
    if (sibling) return sibling;
  }
  return 'en';
}

/** Numbers and dates follow the viewer's region (en-GB, en-IN) as long as it is one of the language on the page. */
export function chooseLocale(language: Language, wishes: readonly string[]): string {
  return wishes.find((wish) => base(wish) === base(language)) ?? language;
}
