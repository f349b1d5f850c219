"""Pages on paper: the same blocks as on screen, as HTML, PDF, CSV and pictures. No Streamlit."""
