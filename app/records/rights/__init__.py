"""What a patient may ask: everything held on them, a correction, an objection."""
