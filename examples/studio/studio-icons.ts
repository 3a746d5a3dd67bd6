import { registerIcon } from '@aw-flow/editor'
import arrowLeft from 'lucide/dist/esm/icons/arrow-left.mjs'
import arrowRight from 'lucide/dist/esm/icons/arrow-right.mjs'
import bell from 'lucide/dist/esm/icons/bell.mjs'
import bot from 'lucide/dist/esm/icons/bot.mjs'
import chevronLeft from 'lucide/dist/esm/icons/chevron-left.mjs'
import circlePause from 'lucide/dist/esm/icons/circle-pause.mjs'
import clipboardPaste from 'lucide/dist/esm/icons/clipboard-paste.mjs'
import cpu from 'lucide/dist/esm/icons/cpu.mjs'
import ellipsis from 'lucide/dist/esm/icons/ellipsis.mjs'
import eye from 'lucide/dist/esm/icons/eye.mjs'
import folder from 'lucide/dist/esm/icons/folder.mjs'
import gitCompare from 'lucide/dist/esm/icons/git-compare.mjs'
import graduationCap from 'lucide/dist/esm/icons/graduation-cap.mjs'
import hand from 'lucide/dist/esm/icons/hand.mjs'
import hardDrive from 'lucide/dist/esm/icons/hard-drive.mjs'
import house from 'lucide/dist/esm/icons/house.mjs'
import layoutTemplate from 'lucide/dist/esm/icons/layout-template.mjs'
import link from 'lucide/dist/esm/icons/link.mjs'
import listOrdered from 'lucide/dist/esm/icons/list-ordered.mjs'
import lock from 'lucide/dist/esm/icons/lock.mjs'
import monitor from 'lucide/dist/esm/icons/monitor.mjs'
import moon from 'lucide/dist/esm/icons/moon.mjs'
import pencil from 'lucide/dist/esm/icons/pencil.mjs'
import save from 'lucide/dist/esm/icons/save.mjs'
import server from 'lucide/dist/esm/icons/server.mjs'
import sun from 'lucide/dist/esm/icons/sun.mjs'
import tag from 'lucide/dist/esm/icons/tag.mjs'
import wifiOff from 'lucide/dist/esm/icons/wifi-off.mjs'

/** Registers the icons that only the studio uses. */
export function registerStudioIcons(): void {
  registerIcon('arrow-left', arrowLeft)
  registerIcon('arrow-right', arrowRight)
  registerIcon('bell', bell)
  registerIcon('bot', bot)
  registerIcon('chevron-left', chevronLeft)
  registerIcon('circle-pause', circlePause)
  registerIcon('clipboard-paste', clipboardPaste)
  registerIcon('cpu', cpu)
  registerIcon('ellipsis', ellipsis)
  registerIcon('eye', eye)
  registerIcon('folder', folder)
  registerIcon('git-compare', gitCompare)
  registerIcon('graduation-cap', graduationCap)
  registerIcon('hand', hand)
  registerIcon('hard-drive', hardDrive)
  registerIcon('house', house)
  registerIcon('layout-template', layoutTemplate)
  registerIcon('link', link)
  registerIcon('list-ordered', listOrdered)
  registerIcon('lock', lock)
  registerIcon('monitor', monitor)
  registerIcon('moon', moon)
  registerIcon('pencil', pencil)
  registerIcon('save', save)
  registerIcon('server', server)
  registerIcon('sun', sun)
  registerIcon('tag', tag)
  registerIcon('wifi-off', wifiOff)
}
