import { icon } from '@aw-flow/editor'
import { html, type TemplateResult } from 'lit'
import { getStrings } from '../language/strings.ts'

/** Renders a loading message. It appears only if loading takes a moment. */
export const renderLoading = (): TemplateResult =>
  html`<p class="loading muted small" role="status" data-testid="loading">
    ${icon('loader-circle')} ${getStrings().common.loading}
  </p>`
