// Adam's constants: the defaults of its paper (Kingma & Ba 2015) and of Keras; Keras' epsilon.
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
