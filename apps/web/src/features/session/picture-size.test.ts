import { SendMessage } from '@open-ace/contracts/session';
import { expect, test } from 'vitest';
import { encodings, fittingSize, mostBytes, scaled, staysAsItIs } from './picture-size.ts';
import { mostPictures } from './pictures.ts';

test('a picture is scaled to what a model sees, and never enlarged', () => {
  expect(fittingSize({ width: 3136, height: 1000 })).toEqual({ width: 1568, height: 500 });
  expect(fittingSize({ width: 900, height: 4000 })).toEqual({ width: 353, height: 1568 });
  expect(fittingSize({ width: 640, height: 480 })).toEqual({ width: 640, height: 480 });
  expect(scaled({ width: 3, height: 1 }, 0.2)).toEqual({ width: 1, height: 1 });
});

test('a small PNG goes as it is; a photo is always drawn anew, since it may tell where it was taken', () => {
  const size = { width: 800, height: 600 };
  expect(staysAsItIs('image/png', 40_000, size)).toBe(true);
  expect(staysAsItIs('image/png', mostBytes + 1, size)).toBe(false);
  expect(staysAsItIs('image/png', 40_000, { width: 4000, height: 600 })).toBe(false);
  expect(staysAsItIs('image/jpeg', 40_000, size)).toBe(false);
});

test('PNG is tried first for what is none of a camera, and each try is smaller than the one before', () => {
  expect(encodings('image/png')[0]).toEqual({ type: 'image/png', scale: 1 });
  expect(encodings('image/jpeg').every(({ type }) => type === 'image/jpeg')).toBe(true);
  const scales = encodings('image/webp').map(({ scale }) => scale);
  expect(scales).toEqual(scales.toSorted((a, b) => b - a));
});

test('as many as the contract takes, as large as they may become, are taken by the contract', () => {
  const data = 'A'.repeat(4 * Math.floor(mostBytes / 3));
  const images = Array.from({ length: mostPictures }, () => ({ mediaType: 'image/png', data }));
  const message = { sessionId: '0197c0de-0000-7000-8000-000000000000', text: '', images };
  expect(SendMessage.safeParse(message).success).toBe(true);
  expect(SendMessage.safeParse({ ...message, images: [...images, ...images] }).success).toBe(false);
});
