"""What findings say of fictional employers whose truth is known: `make calibrate`."""
