import '@mantine/spotlight/styles.css';
import { Group, Kbd, Text } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { modKey } from '#modules/shortcuts/keys.ts';
import classes from './CommandPalette.module.css';
import { matchEntries } from './match-entries.ts';
import { useOverlays } from './overlays.ts';
import { type PaletteEntry, usePaletteGroups } from './palette-entries.ts';

const [store, palette] = createSpotlight();

/** Everything one can go to or do, by its name. Opens over any page and returns the focus where it was. */
export function CommandPalette() {
  const { t } = useTranslation();
  const { open, close } = useOverlays();
  const [query, setQuery] = useState('');
  const groups = usePaletteGroups();
  const found = groups
    .map(({ label, entries, atFirst }) => ({ label, entries: matchEntries(query.trim() ? entries : entries.slice(0, atFirst), query) }))
    .filter(({ entries }) => entries.length > 0);

  useEffect(() => (open === 'palette' ? palette.open() : palette.close()), [open]);

  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={close}
      radius="lg"
      size={600}
      yOffset="14vh"
      scrollable
      shadow="xl"
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      classNames={{ content: classes.content }}
      attributes={{ content: { 'aria-label': t('palette.open') } }}
    >
      <Spotlight.Search
        variant="unstyled"
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        leftSection={<IconSearch size={17} />}
        classNames={{ input: classes.search }}
      />
      <Spotlight.ActionsList classNames={{ actionsList: classes.list }}>
        {found.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label} classNames={{ actionsGroup: classes.group }}>
            {group.entries.map((entry) => (
              <Entry key={entry.key} entry={entry} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
      <Spotlight.Footer className={classes.footer}>
        <Group gap={16}>
          <Group gap={6}>
            <Kbd>↑</Kbd>
            <Kbd>↓</Kbd> {t('palette.move')}
          </Group>
          <Group gap={6}>
            <Kbd>Enter</Kbd> {t('palette.choose')}
          </Group>
          <Group gap={6} ml="auto">
            <Kbd>{`${modKey} K`}</Kbd> {t('palette.anywhere')}
          </Group>
        </Group>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}

function Entry({ entry }: { entry: PaletteEntry }) {
  const Icon = entry.icon;
  return (
    <Spotlight.Action classNames={{ action: classes.action }} onClick={entry.run}>
      <Group gap={10} wrap="nowrap" className={classes.text}>
        <Icon size={16} aria-hidden />
        <Text span truncate miw={0}>
          {entry.label}
        </Text>
        {entry.detail && (
          <Text span c="dimmed" size="xs" className={classes.detail}>
            {entry.detail}
          </Text>
        )}
      </Group>
    </Spotlight.Action>
  );
}
