import chevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs'
import gitCompare from 'lucide/dist/esm/icons/git-compare.mjs'
import gitFork from 'lucide/dist/esm/icons/git-fork.mjs'
import pause from 'lucide/dist/esm/icons/pause.mjs'
import skipBack from 'lucide/dist/esm/icons/skip-back.mjs'
import { registerIcon } from '../icons/icon-shapes.ts'

/** Registers the icons that only the monitor uses, which are not part of the first load. */
export function registerMonitorIcons(): void {
  registerIcon('chevron-left', chevronLeft)
  registerIcon('git-compare', gitCompare)
  registerIcon('git-fork', gitFork)
  registerIcon('pause', pause)
  registerIcon('skip-back', skipBack)
}
