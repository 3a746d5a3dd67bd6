import { css } from 'lit'

// Comments inside the template would end up in the bundle, so individual rules are explained here:
// - `:where(a[href])`: `:where` adds no specificity, so that elements can easily override link styles.
// - `.primary`, for buttons and links: Prevents the browser from adding a backplate behind the text in forced-colors mode.
// - `[role='tablist']`: Tabs that do not fit fade out. Users can scroll to them; moving focus also scrolls.
// - `select`: Without `overflow: hidden`, WebKit makes the container as wide as the longest option.
/** Shared styles for buttons, fields, chips and menus. @internal */
export const controls = css`
  :where(a[href]) {
    color: var(--_accent);
  }

  button,
  select,
  input,
  textarea {
    font: inherit;
    font-variant-numeric: inherit;
    color: inherit;
    letter-spacing: inherit;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: calc(30 * var(--_px));
    margin: 0;
    padding: var(--_space-4) 10px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    background: var(--_raised);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
    transition:
      background-color var(--_motion),
      border-color var(--_motion),
      color var(--_motion);
  }

  button:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_raised), var(--_text) 5%);
    border-color: color-mix(in srgb, var(--_border), var(--_text) 18%);
  }

  button:active:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_raised), var(--_text) 9%);
  }

  button:disabled,
  button[aria-disabled='true'] {
    cursor: default;
    color: color-mix(in srgb, var(--_muted) 75%, transparent);
  }

  button.primary {
    background: var(--_accent);
    border-color: transparent;
    color: var(--_on-accent);
  }

  button.primary:hover:not(:disabled, [aria-disabled='true']) {
    background: color-mix(in srgb, var(--_accent), var(--_text) 12%);
    border-color: transparent;
  }

  button.primary:disabled,
  button.primary[aria-disabled='true'] {
    background: var(--_sunken);
    color: var(--_muted);
    border-color: var(--_border);
  }

  @media (forced-colors: active) {
    .primary {
      forced-color-adjust: none;
    }
  }

  button.quiet {
    background: transparent;
    border-color: transparent;
  }

  button.quiet:hover:not(:disabled, [aria-disabled='true']) {
    background: var(--_hover);
    border-color: transparent;
  }

  button.quiet:active:not(:disabled, [aria-disabled='true']) {
    background: var(--_pressed);
  }

  button.icon {
    width: calc(30 * var(--_px));
    padding: 0;
    flex: none;
  }

  [role='tablist'] {
    --_fade: calc(16 * var(--_px));
    display: flex;
    gap: var(--_space-2);
    min-width: 0;
    padding-inline-end: var(--_fade);
    overflow-x: auto;
    scrollbar-width: none;
    mask-image: linear-gradient(to right, #000 calc(100% - var(--_fade)), transparent);
  }

  [role='tablist']:dir(rtl) {
    mask-image: linear-gradient(to left, #000 calc(100% - var(--_fade)), transparent);
  }

  button[role='tab'] {
    position: relative;
    flex: none;
    min-height: calc(40 * var(--_px));
    padding: 0 10px;
    border: 0;
    border-radius: 0;
    background: transparent;
    color: var(--_muted);
  }

  button[role='tab']:is(:hover, [aria-selected='true']):not(:disabled, [aria-disabled='true']) {
    background: transparent;
    color: var(--_text);
  }

  button[role='tab']:focus-visible {
    outline-offset: -4px;
    border-radius: 6px;
  }

  button[role='tab'][aria-selected='true']::after {
    content: '';
    position: absolute;
    inset-inline-end: 10px;
    bottom: 0;
    inset-inline-start: 10px;
    height: 2px;
    background: var(--_shown-tab, var(--_accent));
  }

  button.danger {
    color: var(--_bad);
  }

  input:not([type='checkbox'], [type='radio'], [type='range']),
  select,
  textarea {
    width: 100%;
    min-width: 0;
    min-height: calc(30 * var(--_px));
    padding: var(--_space-4) var(--_space-8);
    border: 1px solid color-mix(in srgb, var(--_border), var(--_text) 14%);
    border-radius: 6px;
    background: var(--_surface);
    text-overflow: ellipsis;
    transition: border-color var(--_motion);
  }

  select {
    appearance: none;
    padding-right: 26px;
    background-image:
      linear-gradient(45deg, transparent 50%, var(--_muted) 52%),
      linear-gradient(-45deg, transparent 50%, var(--_muted) 52%);
    background-position:
      right 15px center,
      right 10px center;
    background-size:
      5px 5px,
      5px 5px;
    background-repeat: no-repeat;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  @media (forced-colors: active) {
    select {
      appearance: auto;
      background-image: none;
    }
  }

  textarea {
    min-height: calc(84 * var(--_px));
    resize: vertical;
    font-family: var(--_mono);
    font-size: var(--_type-12);
    line-height: 1.5;
  }

  input:hover:not(:disabled),
  select:hover:not(:disabled),
  textarea:hover:not(:disabled) {
    border-color: var(--_muted);
  }

  input:focus-visible,
  select:focus-visible,
  textarea:focus-visible {
    outline-offset: -1px;
    border-color: var(--_accent);
  }

  input:disabled,
  select:disabled,
  textarea:disabled {
    color: var(--_muted);
    background: var(--_sunken);
  }

  [aria-invalid='true']:not(:focus-visible) {
    border-color: var(--_bad);
  }

  input[type='checkbox'] {
    appearance: none;
    display: inline-grid;
    flex: none;
    place-content: center;
    width: 16px;
    height: 16px;
    margin: 0;
    border: 1px solid color-mix(in srgb, var(--_border), var(--_text) 40%);
    border-radius: 4px;
    background: var(--_surface);
  }

  input[type='checkbox']:is(:checked, :indeterminate) {
    border-color: var(--_accent);
    background: var(--_accent);
  }

  input[type='checkbox']:checked::before {
    content: '';
    width: 10px;
    height: 10px;
    background: var(--_on-accent);
    clip-path: polygon(14% 44%, 0 58%, 40% 96%, 100% 20%, 86% 8%, 38% 68%);
  }

  input[type='checkbox']:indeterminate::before {
    content: '';
    width: 8px;
    height: 2px;
    background: var(--_on-accent);
    clip-path: none;
  }

  input[type='checkbox']:disabled {
    opacity: 0.5;
  }

  @media (forced-colors: active) {
    input[type='checkbox'] {
      appearance: auto;
    }
  }

  ::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  h2,
  h3,
  h4 {
    margin: 0;
    font-size: var(--_type-13);
    font-weight: 600;
    line-height: 1.4;
  }

  p {
    margin: 0;
  }

  .muted {
    color: var(--_muted);
  }

  .small {
    font-size: var(--_type-12);
  }

  .mono {
    font-family: var(--_mono);
    font-size: var(--_type-12);
  }

  .ellipsis {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .unmarked {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .good {
    color: var(--_good);
  }

  .warn,
  .warning {
    color: var(--_warn);
  }

  .bad,
  .error {
    color: var(--_bad);
  }

  .info {
    color: var(--_info);
  }

  code {
    font-family: var(--_mono);
    font-size: 0.92em;
  }

  svg.icon {
    display: block;
    flex: none;
  }

  svg.icon[width='16'] {
    width: calc(16 * var(--_px));
    height: calc(16 * var(--_px));
  }

  svg.icon[width='20'] {
    width: calc(20 * var(--_px));
    height: calc(20 * var(--_px));
  }
`
