import { Modal, UnstyledButton } from '@mantine/core';
import type { Image } from '@open-ace/contracts/session-events';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Pictures.module.css';

export const pictureSource = ({ mediaType, data }: Image) => `data:${mediaType};base64,${data}`;

/** Small, side by side; a click shows one large. */
export function Pictures({ images }: { images: readonly Image[] }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<number | null>(null);
  if (images.length === 0) return null;
  const large = shown === null ? undefined : images[shown];
  const nameOf = (index: number) => t('transcript.picture', { number: index + 1, count: images.length });
  return (
    <div className={classes.pictures}>
      {images.map((image, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pictures of a message never change
        <UnstyledButton key={index} className={classes.small} aria-label={nameOf(index)} onClick={() => setShown(index)}>
          <img src={pictureSource(image)} alt="" className={classes.thumbnail} />
        </UnstyledButton>
      ))}
      <Modal
        opened={large !== undefined}
        onClose={() => setShown(null)}
        title={shown === null ? '' : nameOf(shown)}
        size="auto"
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        {large && <img src={pictureSource(large)} alt={nameOf(shown ?? 0)} className={classes.large} />}
      </Modal>
    </div>
  );
}
