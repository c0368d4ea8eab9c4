import type { Image } from '@open-ace/contracts/session-events';
import { type Encoding, encodings, fittingSize, mostBytes, type Size, scaled, staysAsItIs } from './picture-size.ts';

const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

const isPicture = (type: string): type is Image['mediaType'] => pictureTypes.some((known) => known === type);

async function base64Of(blob: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

async function encode(bitmap: ImageBitmap, size: Size, { type, quality, scale }: Encoding): Promise<Blob> {
  const { width, height } = scaled(size, scale);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw pictures');
  // What can be seen through becomes white, since JPEG has no such thing and black would swallow the lines.
  if (type === 'image/jpeg') {
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  return canvas.convertToBlob({ type, ...(quality && { quality }) });
}

/** A file as a picture that can be sent; null for one that is no picture, or cannot be made small enough. */
export async function readPicture(file: File): Promise<Image | null> {
  const { type } = file;
  if (!isPicture(type)) return null;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return null;
  try {
    if (staysAsItIs(type, file.size, bitmap)) return { mediaType: type, data: await base64Of(file) };
    const size = fittingSize(bitmap);
    for (const encoding of encodings(type)) {
      const blob = await encode(bitmap, size, encoding);
      if (blob.size <= mostBytes) return { mediaType: encoding.type, data: await base64Of(blob) };
    }
    return null;
  } finally {
    bitmap.close();
  }
}
