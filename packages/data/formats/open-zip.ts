import type { SourceFile } from '@aw-flow/engine'
import type { ZipArchive } from './zip-archive.ts'

/**
 * Opens an archive by reading only its central directory. Entries are read on demand. The library is loaded with the first
 * archive, because most files are not archives.
 */
export const openZip = async (file: SourceFile): Promise<ZipArchive> => (await import('./zip-archive.ts')).openZip(file)
