import type { SourceFile } from '@aw-flow/engine'
import type { FormatsPlatform } from './formats-platform.ts'

/**
 * Stores content of a file, such as what is compressed in it, for the lifetime of the returned file. Limits of small
 * files still refer to the size of the outermost file.
 */
export const storeContent = async (
  platform: FormatsPlatform,
  { dataset, name, size, packedSize = size }: SourceFile,
  chunks: AsyncIterable<Uint8Array>,
  contentName = name,
): Promise<SourceFile> => Object.assign(await platform.store(chunks, { dataset, name: contentName }), { packedSize })
