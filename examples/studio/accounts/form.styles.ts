import { css } from 'lit'

/** Styles for the sign-in forms. */
export const formStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    font-size: var(--_type-14);
  }

  h1,
  h2,
  p {
    margin: 0;
  }

  h1 {
    font-size: var(--_type-20);
    font-weight: 600;
    line-height: 1.3;
    letter-spacing: -0.01em;
  }

  h1:focus {
    outline: none;
  }

  p {
    line-height: 1.5;
  }

  form.fields {
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }

  .bar {
    display: grid;
  }

  label {
    display: grid;
    gap: 4px;
    font-size: var(--_type-13);
    font-weight: 500;
  }

  input,
  select {
    min-height: 36px;
    padding-inline: 10px;
    font-size: var(--_type-14);
    font-weight: 400;
  }

  a.provider {
    display: grid;
    place-items: center;
    min-height: 36px;
    padding-inline: 12px;
    border: 1px solid var(--_border);
    border-radius: 6px;
    color: var(--_text);
    font-weight: 500;
    text-decoration: none;
  }

  a.provider:hover {
    background: var(--_hover);
  }

  a.provider:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }

  .divider {
    display: flex;
    align-items: center;
    gap: 12px;
    color: var(--_muted);
    font-size: var(--_type-13);
  }

  .divider::before,
  .divider::after {
    content: '';
    flex: 1;
    border-top: 1px solid var(--_border);
  }

  input.code {
    font-family: var(--_mono);
    font-size: var(--_type-20);
    letter-spacing: 0.3em;
    font-variant-numeric: tabular-nums;
  }

  button.primary {
    justify-content: center;
    min-height: 36px;
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px 16px;
  }

  button.link {
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    text-align: start;
    white-space: normal;
  }

  button.link:hover:not(:disabled) {
    background: none;
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  .alert {
    display: flex;
    gap: 8px;
    padding: 8px 12px;
    border: 1px solid var(--_bad);
    border-radius: 6px;
    color: var(--_bad);
  }

  .alert .icon {
    flex: none;
    margin-block-start: 2px;
  }
`
