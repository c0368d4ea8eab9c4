import { useState } from 'react';
import { mostPictures, usePictureStore } from './pictures.ts';

type Problem = 'tooMany' | 'unreadable';

/** Takes files into a draft; tells what was left out. */
export function useAddPictures(draftKey: string) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setPending(true);
    // Its own part of the program, which most messages do not need.
    const { readPicture } = await import('./read-picture.ts');
    const read = await Promise.all(files.map(readPicture));
    const images = read.filter((image) => image !== null);
    const room = mostPictures - (usePictureStore.getState().of[draftKey]?.length ?? 0);
    usePictureStore.getState().add(draftKey, images);
    setProblem(images.length < files.length ? 'unreadable' : images.length > room ? 'tooMany' : null);
    setPending(false);
  };
  return { add, pending, problem, forget: () => setProblem(null) };
}

/** Files that were pasted or dropped; text that comes along, as from a spreadsheet, is what was meant then. */
export function filesOf(transfer: DataTransfer | null): File[] {
  if (!transfer || transfer.types.includes('text/plain')) return [];
  return [...transfer.files].filter(({ type }) => type.startsWith('image/'));
}
