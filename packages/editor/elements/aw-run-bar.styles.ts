import { css } from 'lit'

export const styles = css`
  :host {
    display: inline-flex;
    align-items: center;
    gap: 12px;
    max-width: 100%;
    padding: 6px 6px 6px 8px;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_raised);
    box-shadow: var(--_shadow-high);
  }

  button.run {
    min-width: 84px;
    min-height: 34px;
  }

  .state {
    display: flex;
    align-items: center;
    gap: 6px;
    min-width: 0;
    padding-right: 6px;
    white-space: nowrap;
  }

  .state .text {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .facts {
    display: flex;
    gap: 12px;
    padding-right: 6px;
    color: var(--_muted);
    white-space: nowrap;
  }

  .spin svg {
    animation: spin 1s linear infinite;
  }

  label.input {
    display: flex;
    align-items: center;
    gap: 8px;
    min-width: 0;
    color: var(--_muted);
    white-space: nowrap;
  }

  label.input select {
    width: 168px;
    color: var(--_text);
  }

  @keyframes spin {
    to {
      rotate: 360deg;
    }
  }

  @media (prefers-reduced-motion: reduce) {
    .spin svg {
      animation: none;
    }
  }

  @container (max-width: 560px) {
    .facts .optional,
    label.input .word {
      display: none;
    }

    label.input select {
      width: 120px;
    }
  }
`
