import { ActionIcon, Menu } from '@mantine/core';
import type { Session } from '@open-ace/contracts/session';
import {
  IconDots,
  IconDownload,
  IconGitFork,
  IconJson,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconSearch,
  IconTags,
  IconTrash,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { modKey } from '#modules/shortcuts/keys.ts';
import { hasProcess } from '../has-process.ts';
import { useExport } from '../use-export.tsx';
import { useFork } from '../use-fork.ts';
import { usePause } from '../use-pause.ts';
import { useStop } from '../use-stop.ts';
import { DeleteSessionDialog } from './DeleteSessionDialog.tsx';
import { TagsDialog } from './TagsDialog.tsx';

interface SessionMenuProps {
  session: Session;
  onRename: () => void;
  onSearch: () => void;
  /** To where a message is typed, which is what an ended session goes on with. */
  onResume: () => void;
}

/** All that can be done with a session as a whole. */
export function SessionMenu({ session, onRename, onSearch, onResume }: SessionMenuProps) {
  const { t } = useTranslation();
  const [dialog, setDialog] = useState<'tags' | 'delete' | null>(null);
  const paused = session.pausedAt !== null;
  const running = hasProcess(session) || paused;
  const { pause, resume } = usePause(session.id);
  const { stop } = useStop(session.id);
  const { fork } = useFork(session);
  const exportAs = useExport(session);
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon aria-label={t('session.menu')} title={t('session.menu')}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={onRename}>
            {t('session.renameAction')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTags size={15} />} onClick={() => setDialog('tags')}>
            {t('session.tagsAction')}
          </Menu.Item>
          <Menu.Item leftSection={<IconSearch size={15} />} rightSection={`${modKey} F`} onClick={onSearch}>
            {t('session.searchAction')}
          </Menu.Item>
          <Menu.Divider />
          {!running && (
            <Menu.Item leftSection={<IconPlayerPlay size={15} />} onClick={onResume}>
              {t('session.goOn')}
            </Menu.Item>
          )}
          {paused && (
            <Menu.Item leftSection={<IconPlayerPlay size={15} />} onClick={resume}>
              {t('session.resume')}
            </Menu.Item>
          )}
          {running && !paused && (
            <Menu.Item leftSection={<IconPlayerPause size={15} />} onClick={pause}>
              {t('session.pause')}
            </Menu.Item>
          )}
          {running && (
            <Menu.Item leftSection={<IconPlayerStop size={15} />} onClick={stop}>
              {t('session.stop')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconGitFork size={15} />} onClick={fork}>
            {t('session.fork')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconDownload size={15} />} onClick={() => void exportAs('markdown')}>
            {t('session.exportMarkdown')}
          </Menu.Item>
          <Menu.Item leftSection={<IconJson size={15} />} onClick={() => void exportAs('json')}>
            {t('session.exportJson')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item c="var(--ace-severity-critical-text)" leftSection={<IconTrash size={15} />} onClick={() => setDialog('delete')}>
            {t('session.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'tags' && <TagsDialog session={session} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && <DeleteSessionDialog session={session} onClose={() => setDialog(null)} />}
    </>
  );
}
