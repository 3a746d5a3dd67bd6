import type { AccessDecision, AccessRequest } from '@aw-flow/client'
import { defineEvent } from '../../define-event.ts'

/**
 * A run requests secrets, hosts or tools that were not granted to a workflow from a file. Unless the page responds, a
 * dialog asks the user. If the default is prevented without a response, the run is canceled.
 *
 * @example
 * editor.addEventListener('aw-access-request', (event) => {
 *   event.respondWith(event.requested.hosts.every((host) => host === 'api.example.com') ? event.requested : 'unchanged')
 * })
 * @public
 */
export class AccessRequestEvent extends defineEvent<{
  /** The workflow of the run, or a sub-workflow that it runs. */
  readonly workflow: AccessRequest['workflow']
  /** Everything that the run requests. */
  readonly requested: AccessRequest['requested']
  /** The current grant. */
  readonly granted: AccessRequest['granted']
}>('aw-access-request', { cancelable: true }) {
  /** The page's decision; `undefined` if it has not decided. */
  decision: AccessDecision | Promise<AccessDecision> | undefined

  /** Responds instead of the dialog: the new grant, `unchanged` to run without it, or `cancel`. */
  respondWith(decision: AccessDecision | Promise<AccessDecision>): void {
    this.decision = decision
    this.preventDefault()
  }
}

declare global {
  interface HTMLElementEventMap {
    'aw-access-request': AccessRequestEvent
  }
}
