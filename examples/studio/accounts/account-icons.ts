import { registerIcon } from '@aw-flow/editor'
import circleUser from 'lucide/dist/esm/icons/circle-user.mjs'
import logOut from 'lucide/dist/esm/icons/log-out.mjs'
import monitorSmartphone from 'lucide/dist/esm/icons/monitor-smartphone.mjs'
import userPlus from 'lucide/dist/esm/icons/user-plus.mjs'
import users from 'lucide/dist/esm/icons/users.mjs'

/** Registers the icons used on the sign-in, account and workspace pages. */
export function registerAccountIcons(): void {
  registerIcon('circle-user', circleUser)
  registerIcon('log-out', logOut)
  registerIcon('monitor-smartphone', monitorSmartphone)
  registerIcon('user-plus', userPlus)
  registerIcon('users', users)
}
