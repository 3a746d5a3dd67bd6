import { registerIcon } from '@aw-flow/editor'
import arrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs'
import arrowRight from 'lucide/dist/esm/icons/arrow-right.mjs'
import cpu from 'lucide/dist/esm/icons/cpu.mjs'
import eye from 'lucide/dist/esm/icons/eye.mjs'
import hardDrive from 'lucide/dist/esm/icons/hard-drive.mjs'
import house from 'lucide/dist/esm/icons/house.mjs'
import monitor from 'lucide/dist/esm/icons/monitor.mjs'
import moon from 'lucide/dist/esm/icons/moon.mjs'
import sun from 'lucide/dist/esm/icons/sun.mjs'

/** The studio's own icons, beside those of the elements. */
export function registerStudioIcons(): void {
  registerIcon('arrow-left', arrowLeft)
  registerIcon('arrow-right', arrowRight)
  registerIcon('cpu', cpu)
  registerIcon('eye', eye)
  registerIcon('hard-drive', hardDrive)
  registerIcon('house', house)
  registerIcon('monitor', monitor)
  registerIcon('moon', moon)
  registerIcon('sun', sun)
}
