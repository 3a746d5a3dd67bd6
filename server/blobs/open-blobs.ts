import { join } from 'node:path'
import type { Blobs } from './blobs.ts'
import { withCheckedNames } from './checked-blobs.ts'
import { openDiskBlobs } from './disk-blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

/** Opens the bucket at `url`, or a storage on disk in `folder` if `url` is `undefined`. */
export const openBlobs = async (folder: string, url: string | undefined): Promise<Blobs> =>
  withCheckedNames(
    url === undefined ? openDiskBlobs(folder) : await openS3Blobs({ url, cacheFolder: join(folder, 'cache') }),
  )
