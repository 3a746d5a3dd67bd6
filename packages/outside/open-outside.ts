import type { Notices, Outside, Secrets } from '@aw-flow/engine'
import { openDatabases } from './databases/open-databases.ts'
import { createEgress } from './egress/create-egress.ts'
import { openFolder } from './folder/open-folder.ts'
import { openMail } from './mail/open-mail.ts'

export interface OutsideOptions {
  /** Hosts that may be reached: see `allowedBy`. */
  allow: readonly string[]
  secrets: Secrets
  /** The folder in which workflows may read and write files; none where it is not said. */
  folder?: string | undefined
  notices?: Notices
}

/** The world outside as a server or a command line opens it to a run. */
export function openOutside({ allow, secrets, folder, notices }: OutsideOptions): Outside & { close(): Promise<void> } {
  const egress = createEgress({ allow, secrets })
  return {
    egress,
    databases: openDatabases({ allow, secrets }),
    mail: openMail({ allow, secrets }),
    ...(folder === undefined ? {} : { folder: openFolder(folder) }),
    ...(notices ? { notices } : {}),
    close: () => egress.close(),
  }
}
