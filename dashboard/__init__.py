"""Findings on screen: a Streamlit app over the published part of the store."""
