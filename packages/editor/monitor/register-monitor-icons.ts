import chevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs'
import gitCompare from 'lucide/dist/esm/icons/git-compare.mjs'
import gitFork from 'lucide/dist/esm/icons/git-fork.mjs'
import pause from 'lucide/dist/esm/icons/pause.mjs'
import skipBack from 'lucide/dist/esm/icons/skip-back.mjs'
import { registerIcon } from '../icons/icon-shapes.ts'

/** Registers icons that only the monitor uses, to keep them out of the initial page load. */
export function registerMonitorIcons(): void {
  registerIcon('chevron-left', chevronLeft)
  registerIcon('git-compare', gitCompare)
  registerIcon('git-fork', gitFork)
  registerIcon('pause', pause)
  registerIcon('skip-back', skipBack)
}
