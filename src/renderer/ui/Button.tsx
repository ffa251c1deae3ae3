// A button, with its tooltip when it has more to say than its label: what it does and its key.
import { type ButtonHTMLAttributes, type ReactNode, type Ref } from 'react';
import { Tip } from './Tip';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'raised' | 'primary' | 'plain';
  small?: boolean;
  wide?: boolean;
  /** Only a picture inside: square, and `label` is its name. */
  icon?: boolean;
  label?: string;
  /** What the tooltip says; an icon button's is its label. */
  tip?: ReactNode;
  /** Keys that do the same, as shown: 'Ctrl T'. */
  keys?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = 'raised', small, wide, icon, label, tip, keys, className, ...rest }: ButtonProps) {
  const classes = ['button', look, small && 'small', wide && 'wide', icon && 'icon', className].filter(Boolean).join(' ');
  const button = <button type="button" className={classes} aria-label={label} {...rest} />;
  const words = tip ?? (icon ? label : undefined);
  return words || keys ? (
    <Tip words={words ?? label} keys={keys}>
      {button}
    </Tip>
  ) : (
    button
  );
}
