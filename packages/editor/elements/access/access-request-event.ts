import type { AccessDecision, AccessRequest } from '@aw-flow/client'
import { defineEvent } from '../../define-event.ts'

/**
 * Fired when a run requests secrets, hosts or tools that were not granted to a workflow from a file. Unless the page
 * responds, a dialog asks the user. If the default is prevented without a response, the run is canceled.
 *
 * @example
 *   editor.addEventListener('aw-access-request', (event) => {
 *     const isExpected = event.requested.hosts.every((host) => host === 'api.example.com')
 *     event.respondWith(isExpected ? event.requested : 'unchanged')
 *   })
 * @public
 */
export class AccessRequestEvent extends defineEvent<{
  /** The workflow of the run, or one of its sub-workflows. */
  readonly workflow: AccessRequest['workflow']
  /** The access that the entire run requests. */
  readonly requested: AccessRequest['requested']
  /** The access granted so far. */
  readonly granted: AccessRequest['granted']
}>('aw-access-request', { cancelable: true }) {
  /** The page's decision, or `undefined` if it has not responded. */
  decision: AccessDecision | Promise<AccessDecision> | undefined

  /** Responds in place of the dialog: with the new grant, `unchanged` to run with the current grant, or `cancel`. */
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
