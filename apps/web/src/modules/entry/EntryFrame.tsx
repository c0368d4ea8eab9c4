import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Logo } from '#modules/brand/Logo.tsx';
import { ColorSchemeMenu } from '#modules/preferences/ColorSchemeMenu.tsx';
import { LanguageMenu } from '#modules/preferences/LanguageMenu.tsx';
import classes from './EntryFrame.module.css';

/** The frame of pages before sign-in: brand above, server facts below, nothing else. */
export function EntryFrame({ children, facts }: { children: ReactNode; facts?: string }) {
  return (
    <div className={classes.frame}>
      <header className={classes.header}>
        <Logo size={22} />
        <Group gap={4}>
          <LanguageMenu />
          <ColorSchemeMenu />
        </Group>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.footer}>
        <Text size="xs" c="dimmed">
          {facts}
        </Text>
      </footer>
    </div>
  );
}
