import { getStrings } from '../language/strings.ts'
import { receivedFilesCache } from './received-files-cache.ts'
import { askQuestion } from './question-dialog.ts'

interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files: readonly { getFile(): Promise<File> }[] }) => void): void
}

/** Passes on the files that the user opens with the installed studio in the system's file manager. */
export function watchOpenedFiles(onFiles: (files: File[]) => void): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue }
  launchQueue?.setConsumer(async ({ files: handles }) => {
    const files = await Promise.all(handles.map((handle) => handle.getFile()))
    if (files.length > 0) onFiles(files)
  })
}

/**
 * Returns the files that another application shared with the installed studio, and that the service worker stored. The
 * user confirms them first, because any website can send the same request. Each file is returned once.
 */
export async function takeSharedFiles(): Promise<File[]> {
  const cache = await caches.open(receivedFilesCache)
  const files: File[] = []
  for (const request of await cache.keys()) {
    const response = await cache.match(request)
    const name = decodeURIComponent(response?.headers.get('x-name') ?? '')
    if (response)
      files.push(new File([await response.blob()], name, { type: response.headers.get('content-type') ?? '' }))
  }
  await caches.delete(receivedFilesCache)
  if (files.length === 0) return []
  const { received: strings } = getStrings().shell
  const answer = await askQuestion({
    title: strings.title(files.length),
    text: strings.text(files.map(({ name }) => name).join(', ')),
    action: strings.add,
  })
  return answer === undefined ? [] : files
}
