import { join } from 'node:path'
import type { Blobs } from './blobs.ts'
import { withCheckedNames } from './checked-blobs.ts'
import { openDiskBlobs } from './disk-blobs.ts'
import { openS3Blobs } from './s3-blobs.ts'

/** Opens the bucket at `address`, or a storage on disk in `folder` if `address` is `undefined`. */
export const openBlobs = async (folder: string, address: string | undefined): Promise<Blobs> =>
  withCheckedNames(
    address === undefined
      ? openDiskBlobs(folder)
      : await openS3Blobs({ url: address, cacheFolder: join(folder, 'cache') }),
  )
