import { ActionIcon, Button, Group, Modal, Skeleton, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { Folders, Machine } from '@open-ace/contracts/machine';
import { IconArrowUp, IconFolder, IconGitBranch, IconHome } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { machineWords } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { ErrorState } from '#ui/ErrorState.tsx';
import modal from '#ui/ModalForm.module.css';
import classes from './NewSessionForm.module.css';

interface FolderBrowserProps {
  machine: Machine;
  /** Where to begin; empty for the home of the machine's agent. */
  start: string;
  onChoose: (path: string) => void;
  onClose: () => void;
}

/** The folders of a machine, asked of its agent one level at a time. */
export function FolderBrowser({ machine, start, onChoose, onClose }: FolderBrowserProps) {
  const { t } = useTranslation();
  const [path, setPath] = useState(start);
  const folders = useQuery(
    trpc.machine.folders.queryOptions(
      { machineId: machine.id, path },
      { placeholderData: keepPreviousData, retry: false, staleTime: 10_000 },
    ),
  );
  const here = folders.isError ? undefined : folders.data;
  return (
    <Modal
      opened
      size={560}
      title={t('session.browseTitle', { machine: machine.name })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={onClose}
    >
      <div className={classes.folderBar}>
        <Step label={t('session.folderUp')} icon={<IconArrowUp size={16} />} to={here?.parent ?? null} onGo={setPath} />
        <Step label={t('session.folderHome')} icon={<IconHome size={16} />} to={path === '' ? null : ''} onGo={setPath} />
        <span className={classes.folderPath} title={here?.path ?? path}>
          {here?.path ?? (path || '~')}
        </span>
      </div>
      {folders.isError ? (
        <>
          <ErrorState title={t('session.foldersFailed')} error={folders.error} onRetry={() => void folders.refetch()} />
          <MachineWords error={folders.error} />
        </>
      ) : (
        <FolderList folders={here} stale={folders.isPlaceholderData} onGo={setPath} />
      )}
      <Group gap={8} className={modal.footer}>
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button disabled={!here || folders.isPlaceholderData} onClick={() => here && onChoose(here.path)}>
          {t('session.chooseFolder')}
        </Button>
      </Group>
    </Modal>
  );
}

function Step({ label, icon, to, onGo }: { label: string; icon: ReactNode; to: string | null; onGo: (path: string) => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={32} aria-label={label} disabled={to === null} onClick={() => to !== null && onGo(to)}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

/** Why the machine could not is in its own words, which are English: other languages get them beside ours. */
function MachineWords({ error }: { error: unknown }) {
  const { i18n } = useTranslation();
  const said = machineWords(error);
  if (!said || i18n.language === 'en') return null;
  return (
    <Text c="dimmed" size="xs" ta="center" lang="en">
      {said}
    </Text>
  );
}

interface FolderListProps {
  folders: Folders | undefined;
  stale: boolean;
  onGo: (path: string) => void;
}

function FolderList({ folders, stale, onGo }: FolderListProps) {
  const { t } = useTranslation();
  return (
    <ul className={classes.folders} aria-busy={stale || !folders} aria-label={t('session.folders')}>
      {!folders && [60, 45, 70, 52].map((width) => <Skeleton key={width} h={10} w={`${width}%`} m={10} />)}
      {folders?.items.map((folder) => (
        <li key={folder.path}>
          <UnstyledButton className={classes.folder} onClick={() => onGo(folder.path)}>
            <IconFolder size={16} aria-hidden />
            <span className={classes.folderName}>{folder.name}</span>
            {folder.repository && (
              <span className={classes.repository}>
                <IconGitBranch size={14} aria-hidden />
                {t('session.repository')}
              </span>
            )}
          </UnstyledButton>
        </li>
      ))}
      {folders?.items.length === 0 && (
        <Text c="dimmed" p={8}>
          {t('session.noFolders')}
        </Text>
      )}
    </ul>
  );
}
