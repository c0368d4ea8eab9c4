import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { usePreferences } from '#lib/preferences.ts';
import { chooseLanguage, type Language, languages } from './languages.ts';

export const i18n = createInstance();

function wishedLanguage(): Language {
  const { language } = usePreferences.getState();
  return chooseLanguage(language ? [language] : navigator.languages);
}

async function speak(language: Language) {
  if (!i18n.hasResourceBundle(language, 'translation')) {
    i18n.addResourceBundle(language, 'translation', await languages[language].load());
  }
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Loads the viewer's language before the first render, then follows the preference. Other languages stay on the server. */
export async function startI18n() {
  await i18n.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await speak(wishedLanguage());
  usePreferences.subscribe((now, before) => {
    if (now.language !== before.language) void speak(wishedLanguage());
  });
}
