// Lets TypeScript know what Vite makes of imported style sheets and pictures.
/// <reference types="vite/client" />
