import { error, failed, ok, type Problem, type Result } from '@aw-flow/schema'
import { findLowerLimit } from '../quotas/quotas.ts'
import type { ReceivedFile } from '../store/datasets/dataset-files.ts'
import type { Datasets } from '../store/datasets/datasets.ts'
import type { WorkspaceStore } from '../store/open-store.ts'

/** Upload limits, in bytes. 0 means unlimited. */
export interface UploadLimits {
  /** Maximum file size. */
  fileBytes: number
  /** Maximum total size of a workspace's datasets, and of those of all workspaces of an owner together. */
  totalBytes: number
}

export const unlimitedUploads: UploadLimits = { fileBytes: 0, totalBytes: 0 }

/** Maximum size of an upload in bytes, and the problem to report if it is exceeded. */
export interface UploadAllowance {
  bytes: number
  problem: Problem
}

/**
 * Computes the maximum size of the next upload. Incomplete uploads count with their full size. The limit of the server
 * also applies to all workspaces of an owner together.
 */
export async function findUploadAllowance(
  { datasets, uploads, quotas }: Pick<WorkspaceStore, 'datasets' | 'uploads' | 'quotas'>,
  { fileBytes, totalBytes }: UploadLimits,
): Promise<UploadAllowance> {
  const fileAllowance = {
    bytes: fileBytes === 0 ? Infinity : fileBytes,
    problem: error('upload.too-large', { max: fileBytes }),
  }
  const [serverLimits, workspaceLimits] = await Promise.all([quotas.readServerLimits(), quotas.readLimits()])
  const maxBytes = findLowerLimit(serverLimits.storageBytes ?? totalBytes, workspaceLimits.storageBytes)
  if (maxBytes === null) return fileAllowance
  const usedBytes = (await datasets.countBytes()) + (await uploads.countPendingBytes())
  const ownerBytes = serverLimits.storageBytes === undefined && totalBytes > 0 ? totalBytes : Infinity
  const owner = ownerBytes === Infinity ? undefined : await quotas.readOwnerStorage()
  const ownerUsedBytes = owner ? owner.datasetBytes + (await uploads.countPendingBytes(owner.workspaces)) : 0
  const [freeBytes, max] =
    ownerBytes - ownerUsedBytes < maxBytes - usedBytes
      ? [Math.max(0, ownerBytes - ownerUsedBytes), ownerBytes]
      : [Math.max(0, maxBytes - usedBytes), maxBytes]
  if (freeBytes >= fileAllowance.bytes) return fileAllowance
  return { bytes: freeBytes, problem: error('upload.quota', { free: freeBytes, max }) }
}

/**
 * Adds a received file to a workspace's datasets. Checks the quota again, because other files may have been added in
 * the meantime.
 */
export async function addWithinQuota(
  store: Pick<WorkspaceStore, 'datasets' | 'uploads' | 'quotas'>,
  limits: UploadLimits,
  file: ReceivedFile,
  name: string,
): Promise<Result<Awaited<ReturnType<Datasets['add']>>>> {
  return store.uploads.runExclusive(async () => {
    if (!(await store.datasets.find(file.dataset))) {
      const { bytes, problem } = await findUploadAllowance(store, { ...limits, fileBytes: 0 })
      if (file.size > bytes) {
        await file.discard()
        return failed(problem)
      }
    }
    return ok(await store.datasets.add(file, name))
  })
}
