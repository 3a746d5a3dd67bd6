import { basePath } from './base-path.ts'

/** The cache in which the service worker stores shared files for the page. Not one of the caches of a version. */
export const receivedFilesCache = `aw${basePath}received`

/** The path to which the system sends shared files, as in the manifest. */
export const sharePath = '/receive'

/** The query of the page that takes the shared files. */
export const receivedQuery = 'received'
