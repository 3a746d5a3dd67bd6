import { info, type Problem } from '@aw-flow/schema'

/** That what another tab has done is here too, and how much was not agreed about. */
export const bothHere = (conflicts: number): Problem =>
  conflicts === 0
    ? info('document.merged', 'This workflow was changed in another tab at the same time. Both changes are here.')
    : info(
        'document.merged',
        `This workflow was changed in another tab at the same time. Both changes are here, but for ${
          conflicts === 1 ? 'one thing that' : `${conflicts} things that`
        } both have changed.`,
        { hint: 'Open the versions to choose which holds.' },
      )

/** That what another tab has saved stands beside this document. */
export const keptBoth = (name: string): Problem =>
  info(
    'document.kept-both',
    `This workflow was changed in another tab at the same time: that version is now "${name}".`,
    { hint: 'Find it in the list of workflows.' },
  )
