import { CloseButton, Loader, Text } from '@mantine/core';
import type { Image } from '@open-ace/contracts/session-events';
import { useTranslation } from 'react-i18next';
import { pictureSource } from '#modules/transcript/Pictures.tsx';
import { mostPictures } from '../pictures.ts';
import classes from './PictureStrip.module.css';

interface PictureStripProps {
  images: readonly Image[];
  /** Some are still being read. */
  pending: boolean;
  problem: 'tooMany' | 'unreadable' | null;
  onRemove: (index: number) => void;
}

/** The pictures of a message that is being written. */
export function PictureStrip({ images, pending, problem, onRemove }: PictureStripProps) {
  const { t } = useTranslation();
  return (
    <>
      {(images.length > 0 || pending) && (
        <ul className={classes.strip}>
          {images.map((image, index) => {
            const name = t('transcript.picture', { number: index + 1, count: images.length });
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may be there twice
              <li key={index} className={classes.picture}>
                <img src={pictureSource(image)} alt={name} className={classes.thumbnail} />
                <CloseButton
                  size={20}
                  iconSize={12}
                  className={classes.remove}
                  aria-label={t('session.removePicture', { name })}
                  onClick={() => onRemove(index)}
                />
              </li>
            );
          })}
          {pending && (
            <li className={classes.picture}>
              <Loader size={16} aria-label={t('session.readingPictures')} />
            </li>
          )}
        </ul>
      )}
      <div role="status">
        {problem !== null && (
          <Text size="xs" px={14} pt={6} c="var(--ace-severity-critical-text)">
            {t(`session.pictureProblem.${problem}`, { count: mostPictures })}
          </Text>
        )}
      </div>
    </>
  );
}
